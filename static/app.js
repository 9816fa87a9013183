/* The one thing HTML cannot say for itself: an htmx request that never reached the server.
   Without it a save on a bad line would fail in silence. */
(function () {
  "use strict";
  function tell() {
    var place = document.getElementById("problems");
    var words = document.getElementById("unreachable");
    if (place && words) {
      place.innerHTML = "";
      place.appendChild(words.content.cloneNode(true));
    }
  }
  function clear(event) {
    var place = document.getElementById("problems");
    if (place && event.detail.successful) { place.innerHTML = ""; }
  }
  document.addEventListener("htmx:sendError", tell);
  document.addEventListener("htmx:timeout", tell);
  document.addEventListener("htmx:afterRequest", clear);
})();
