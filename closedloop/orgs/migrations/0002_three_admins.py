"""The database itself keeps the three administrators away from business posts, whoever writes to it (R33, D5)."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSTGRES = """
CREATE OR REPLACE FUNCTION refuse_admin_in_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.ends_on IS NULL THEN
    PERFORM 1 FROM orgs_user WHERE id = NEW.user_id AND admin_role <> '' FOR UPDATE;
    IF FOUND THEN
      RAISE EXCEPTION 'an administrator holds no post' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION refuse_post_holder_as_admin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.admin_role <> '' AND EXISTS (SELECT 1 FROM orgs_membership WHERE user_id = NEW.id AND ends_on IS NULL) THEN
    RAISE EXCEPTION 'an administrator holds no post' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER membership_not_of_admin BEFORE INSERT OR UPDATE ON orgs_membership
  FOR EACH ROW EXECUTE FUNCTION refuse_admin_in_post();
CREATE TRIGGER user_admin_without_post BEFORE INSERT OR UPDATE OF admin_role ON orgs_user
  FOR EACH ROW EXECUTE FUNCTION refuse_post_holder_as_admin();
"""
POSTGRES_UNDO = """
DROP TRIGGER IF EXISTS membership_not_of_admin ON orgs_membership;
DROP TRIGGER IF EXISTS user_admin_without_post ON orgs_user;
DROP FUNCTION IF EXISTS refuse_admin_in_post();
DROP FUNCTION IF EXISTS refuse_post_holder_as_admin();
"""
REFUSE = "BEGIN SELECT RAISE(ABORT, 'an administrator holds no post'); END;"
ADMIN = "NEW.ends_on IS NULL AND EXISTS (SELECT 1 FROM orgs_user WHERE id = NEW.user_id AND admin_role <> '')"
POSTED = "NEW.admin_role <> '' AND EXISTS (SELECT 1 FROM orgs_membership WHERE user_id = NEW.id AND ends_on IS NULL)"
SQLITE = (
    f"CREATE TRIGGER membership_not_of_admin_i BEFORE INSERT ON orgs_membership WHEN {ADMIN} {REFUSE}",
    f"CREATE TRIGGER membership_not_of_admin_u BEFORE UPDATE ON orgs_membership WHEN {ADMIN} {REFUSE}",
    f"CREATE TRIGGER user_admin_without_post BEFORE UPDATE OF admin_role ON orgs_user WHEN {POSTED} {REFUSE}",
)
SQLITE_UNDO = tuple(
    f"DROP TRIGGER IF EXISTS {name}" for name in ("membership_not_of_admin_i", "membership_not_of_admin_u", "user_admin_without_post")
)


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(schema_editor, postgres=POSTGRES, sqlite=SQLITE)


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(schema_editor, postgres=POSTGRES_UNDO, sqlite=SQLITE_UNDO)


def _run(schema_editor: BaseDatabaseSchemaEditor, *, postgres: str, sqlite: tuple[str, ...]) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in [postgres] if schema_editor.connection.vendor == "postgresql" else sqlite:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
