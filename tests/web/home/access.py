ACCESS = {"home.index": "anonymous", "home.counter": "anonymous"}
