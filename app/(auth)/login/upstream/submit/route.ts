import { handleUpstream } from "@/lib/auth/handle-upstream";

export function POST(request: Request): Promise<Response> {
  return handleUpstream(request);
}
