"""What the fields of people who sign in may give away, and those of the libraries that sign them in."""

from wholestory.web.field_classes import classed

FIELDS = {
    "accounts.Agency": classed(plain="name kind title contact telephone retired"),
    "accounts.District": classed(plain="name title retired"),
    "accounts.Post": classed(plain="id user role agency district team since ended"),
    "accounts.User": classed(
        identifying="email name telephone",
        sensitive="password",
        plain="id last_login is_superuser is_active joined one_time_until",
    ),
    "accounts.User_groups": classed(plain="id user group"),
    "accounts.User_user_permissions": classed(plain="id user permission"),
    # Libraries' tables.
    "auth.Permission": classed(plain="id name content_type codename"),
    "auth.Group": classed(plain="id name"),
    "auth.Group_permissions": classed(plain="id group permission"),
    "contenttypes.ContentType": classed(plain="id app_label model"),
    "sessions.Session": classed(sensitive="session_key session_data", plain="expire_date"),
    "account.EmailAddress": classed(identifying="email", plain="id user verified primary"),
    "account.EmailConfirmation": classed(sensitive="key", plain="id email_address created sent"),
    "mfa.Authenticator": classed(sensitive="data", plain="id user type created_at last_used_at"),
    "usersessions.UserSession": classed(
        identifying="ip user_agent", sensitive="session_key data", plain="id user created_at last_seen_at"
    ),
    "socialaccount.SocialApp": classed(sensitive="secret key", plain="id provider provider_id name client_id settings"),
    "socialaccount.SocialAccount": classed(
        identifying="uid extra_data", plain="id user provider last_login date_joined"
    ),
    "socialaccount.SocialToken": classed(sensitive="token token_secret", plain="id app account expires_at"),
    "axes.AccessAttempt": classed(
        identifying="user_agent ip_address username http_accept",
        sensitive="get_data post_data",
        plain="id path_info attempt_time failures_since_start",
    ),
    "axes.AccessAttemptExpiration": classed(plain="access_attempt expires_at"),
    "axes.AccessFailureLog": classed(
        identifying="user_agent ip_address username http_accept", plain="id path_info attempt_time locked_out"
    ),
    "axes.AccessLog": classed(
        identifying="user_agent ip_address username http_accept",
        sensitive="session_hash",
        plain="id path_info attempt_time logout_time",
    ),
    # A task is given ids alone; what it raises may quote what it worked on.
    "django_tasks_database.DBTaskResult": classed(
        sensitive="args_kwargs return_value traceback",
        plain="id status enqueued_at started_at finished_at priority task_path worker_ids queue_name backend_name "
        "run_after exception_class_path",
    ),
}
