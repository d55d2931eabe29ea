import { handlePasskey } from "@/lib/auth/handle-passkey";

export function POST(request: Request): Promise<Response> {
  return handlePasskey(request);
}
