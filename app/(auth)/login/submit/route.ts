import { handleSignIn } from "@/lib/auth/handle-sign-in";

export function POST(request: Request): Promise<Response> {
  return handleSignIn(request);
}
