import { handlePasskeyEnrolment } from "@/lib/auth/handle-second-factor";

export function POST(request: Request): Promise<Response> {
  return handlePasskeyEnrolment(request);
}
