ACCESS = {"home.index": "anonymous"}
