import { handleLogo } from "@/lib/clients/handle-logo";

export async function GET(request: Request, { params }: { params: Promise<{ clientId: string }> }): Promise<Response> {
  return handleLogo(request, (await params).clientId);
}
