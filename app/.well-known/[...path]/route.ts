import { handleWellKnownRequest } from "@/lib/http/well-known";

export const dynamic = "force-dynamic";

export {
  handleWellKnownRequest as DELETE,
  handleWellKnownRequest as GET,
  handleWellKnownRequest as HEAD,
  handleWellKnownRequest as OPTIONS,
  handleWellKnownRequest as PATCH,
  handleWellKnownRequest as POST,
  handleWellKnownRequest as PUT,
};
