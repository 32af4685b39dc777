from flask import Blueprint

blueprint = Blueprint("training", __name__, url_prefix="/training")
