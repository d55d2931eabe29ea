import { handlePicture } from "@/lib/account/own-picture";

export async function GET(_request: Request, { params }: { params: Promise<{ key: string }> }): Promise<Response> {
  return handlePicture((await params).key);
}
