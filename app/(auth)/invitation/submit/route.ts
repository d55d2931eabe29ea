import { handleInvitation } from "@/lib/auth/handle-invitation";

export function POST(request: Request): Promise<Response> {
  return handleInvitation(request);
}
