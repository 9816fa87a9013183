/* What HTML cannot say for itself: an htmx request that never reached the server.
   Without this a save on a bad line would fail in silence. */
(function () {
  "use strict";
  function place() { return document.getElementById("problems"); }

  function tell() {
    place().innerHTML = "";
    place().appendChild(document.getElementById("unreachable").content.cloneNode(true));
  }

  // A change that went through takes the last problem away; a poll or a look elsewhere does not.
  function clear(event) {
    if (event.detail.xhr.status < 400 && event.detail.xhr.status > 0 && event.detail.requestConfig.verb !== "get") {
      place().innerHTML = "";
    }
  }

  document.addEventListener("htmx:sendError", tell);
  document.addEventListener("htmx:timeout", tell);
  document.addEventListener("htmx:afterRequest", clear);
})();
