import { handleSecondPasskey } from "@/lib/auth/handle-passkey";

export function POST(request: Request): Promise<Response> {
  return handleSecondPasskey(request);
}
