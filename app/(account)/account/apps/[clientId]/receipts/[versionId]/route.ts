import { handleReceipt } from "@/lib/account/handle-receipt";

export async function GET(request: Request, { params }: { params: Promise<{ versionId: string }> }): Promise<Response> {
  return handleReceipt(request, (await params).versionId);
}
