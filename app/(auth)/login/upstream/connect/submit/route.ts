import { handleConnect } from "@/lib/auth/handle-upstream";

export function POST(request: Request): Promise<Response> {
  return handleConnect(request);
}
