ACCESS = {"status.health": "anonymous", "status.readiness": "anonymous", "status.security_txt": "anonymous"}
