import { handleResendSignUpCode } from "@/lib/auth/handle-sign-up";

export function POST(request: Request): Promise<Response> {
  return handleResendSignUpCode(request);
}
