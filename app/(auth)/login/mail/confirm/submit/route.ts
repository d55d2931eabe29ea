import { handleMailedSignInConfirm } from "@/lib/auth/handle-mailed-sign-in";

export function POST(request: Request): Promise<Response> {
  return handleMailedSignInConfirm(request);
}
