"""软弱涣散整顿: weak branches found, put right, accepted by others, and looked at again."""
