import { getCurrentUser } from "@/lib/auth/require-user";
import { seeOther } from "@/lib/http/see-other";

/** The administration begins with its list of apps; for support, who see nothing but people, with that of people. */
export async function GET(): Promise<Response> {
  const user = await getCurrentUser();
  return seeOther(user?.isSupport ? "/admin/users" : "/admin/clients");
}
