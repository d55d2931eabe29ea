import { seeOther } from "@/lib/http/see-other";

/** The administration begins with its list of apps. */
export const GET = () => seeOther("/admin/clients");
