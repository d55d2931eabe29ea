"""Runs scim2-tester against a portal: check.py BASE_URL TOKEN. Prints a line of JSON for each check."""

import json
import sys
import uuid

import scim2_tester.filling
from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import check_server

base, token = sys.argv[1:]

# The kit fills every text with a random UUID. At the portal, userName is a mail address.
fill = scim2_tester.filling.generate_random_value


def fill_as_a_company(context, path, *args, **kwargs):
    if str(path).lower().endswith("username"):
        return f"{uuid.uuid4()}@example.org"
    return fill(context, path, *args, **kwargs)


scim2_tester.filling.generate_random_value = fill_as_a_company
for module in list(sys.modules.values()):
    if module.__name__.startswith("scim2_tester") and getattr(module, "generate_random_value", None) is fill:
        module.generate_random_value = fill_as_a_company

client = SyncSCIMClient(Client(base_url=base, headers={"authorization": f"Bearer {token}"}, timeout=30))
for result in check_server(client):
    status = result.status.name
    print(json.dumps({"status": status, "check": result.title, "type": result.resource_type, "reason": result.reason}))
