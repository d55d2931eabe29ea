import { handleMailedSignIn } from "@/lib/auth/handle-mailed-sign-in";

export function POST(request: Request): Promise<Response> {
  return handleMailedSignIn(request);
}
