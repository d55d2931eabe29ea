import { sourceOf } from "@/lib/http/act-source";
import { getClientAddress } from "@/lib/http/client-address";
import { serializeFormState } from "@/lib/http/form-state";
import { pathWith, seeOther } from "@/lib/http/see-other";
import { readAccountForm } from "./account-form";
import { arrive } from "./arrive";
import { handlePageForm } from "./page-form-handler";
import { getPortalName } from "./portal-settings";
import { countTry, limitAddress, rateLimitRules } from "./rate-limit";
import { isSetUpTokenValid, setUp } from "./set-up";

/** `POST /setup/submit`: the first administrator, by the link that the first start printed. */
export function handleSetUp(request: Request): Promise<Response> {
  const options = { name: "set-up", page: "/setup", isSessionBound: false };
  return handlePageForm(request, options, async ({ fields, browserToken, limit }) => {
    const token = fields.get("token") ?? "";
    const page = pathWith("/setup", { token });
    const wait = await countTry(limitAddress(rateLimitRules.setUpByAddress, getClientAddress(request)));
    if (wait !== null) return limit(wait);
    const refuse = (error: string, field: string) => {
      const values = { email: fields.get("email") ?? "", name: fields.get("name") ?? "" };
      return seeOther(page, [serializeFormState({ form: "set-up", error, field, values })]);
    };
    if (!(await isSetUpTokenValid(token))) return seeOther(page);
    const account = readAccountForm(fields, await getPortalName());
    if ("error" in account) return refuse(account.error, account.field);
    const result = await setUp({ token, ...account }, sourceOf(request));
    if (result === "taken") return seeOther(page);
    if (result === "exists") return refuse("email_taken", "email");
    const destination = { requestId: null, returnTo: "/console" };
    return arrive({ user: result, amr: ["pwd"], request, browserToken, destination });
  });
}
