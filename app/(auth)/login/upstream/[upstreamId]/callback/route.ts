import { handleUpstreamCallback } from "@/lib/auth/handle-upstream";

export async function GET(request: Request, { params }: { params: Promise<{ upstreamId: string }> }) {
  return handleUpstreamCallback(request, (await params).upstreamId);
}
