from tests import factories

ACCESS = {"people.index": "*", "people.show": "admin"}

SAMPLE = {"people.show": lambda session: {"employee_id": factories.employee(session).id}}
