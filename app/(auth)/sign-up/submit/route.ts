import { handleSignUp } from "@/lib/auth/handle-sign-up";

export function POST(request: Request): Promise<Response> {
  return handleSignUp(request);
}
