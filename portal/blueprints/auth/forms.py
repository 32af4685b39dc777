from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import EqualTo, InputRequired, Length, Regexp

from portal.domain.accounts.models import Theme
from portal.web.forms import Form
from portal.web.languages import LANGUAGES

TIMEZONES = {
    "Asia/Jakarta": _l("Western Indonesia (WIB)"),
    "Asia/Makassar": _l("Central Indonesia (WITA)"),
    "Asia/Jayapura": _l("Eastern Indonesia (WIT)"),
}
THEMES = {
    Theme.SYSTEM: _l("Like my device"),
    Theme.LIGHT: _l("Light"),
    Theme.DARK: _l("Dark"),
}


def needed(message: object) -> InputRequired:
    return InputRequired(message=message)  # type: ignore[arg-type]


class SignInForm(Form):
    identifier = StringField(
        _l("NIP or e-mail address"),
        validators=[needed(_l("Write your NIP or e-mail address.")), Length(max=254)],
    )
    password = PasswordField(
        _l("Password"), validators=[needed(_l("Write your password.")), Length(max=1024)]
    )
    next = HiddenField(validators=[Length(max=2000)])
    kept = HiddenField()


class CodeForm(Form):
    code = StringField(_l("Code"), validators=[needed(_l("Write the code.")), Length(max=40)])
    kept = HiddenField()


class ResetForm(Form):
    email = StringField(
        _l("E-mail address"),
        validators=[
            needed(_l("Write your e-mail address.")),
            Length(max=254),
            Regexp(
                r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
                message=_l("Write an e-mail address, such as nama@instansi.go.id."),
            ),
        ],
    )


class NewPasswordForm(Form):
    password = PasswordField(
        _l("New password"), validators=[needed(_l("Choose a password.")), Length(max=1024)]
    )
    again = PasswordField(
        _l("New password, once more"),
        validators=[
            needed(_l("Write the new password once more.")),
            EqualTo("password", _l("The two passwords are not the same.")),
        ],
    )


class ChangePasswordForm(NewPasswordForm):
    present = PasswordField(
        _l("Present password"), validators=[needed(_l("Write your present password.")), Length(max=1024)]
    )


class PasswordAgainForm(Form):
    present = PasswordField(
        _l("Present password"), validators=[needed(_l("Write your present password.")), Length(max=1024)]
    )


class ProfileForm(Form):
    name = StringField(_l("Name"), validators=[needed(_l("Write your name.")), Length(max=120)])
    locale = SelectField(_l("Language"), choices=[SelectChoice(*one) for one in LANGUAGES.items()])
    timezone = SelectField(_l("Time zone"), choices=[SelectChoice(*one) for one in TIMEZONES.items()])
    theme = RadioField(
        _l("Appearance"), choices=[SelectChoice(theme.value, label) for theme, label in THEMES.items()]
    )


class PictureForm(Form):
    picture = FileField(_l("Picture"), validators=[FileRequired(_l("Choose a PNG or JPG picture."))])


class PrivacyForm(Form):
    is_on_boards = BooleanField(_l("Show me on the boards of my colleagues"))
    is_recognisable = BooleanField(_l("Show my badges to colleagues and my name on public honour rolls"))
    is_quiet = BooleanField(_l("Quiet mode"))
