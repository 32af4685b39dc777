from flask import Blueprint

blueprint = Blueprint("change", __name__, url_prefix="/change")
