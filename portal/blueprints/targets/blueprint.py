from flask import Blueprint

blueprint = Blueprint("targets", __name__, url_prefix="/targets")
