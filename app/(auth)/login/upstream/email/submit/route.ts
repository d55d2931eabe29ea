import { handleUpstreamEmail } from "@/lib/auth/handle-upstream";

export function POST(request: Request): Promise<Response> {
  return handleUpstreamEmail(request);
}
