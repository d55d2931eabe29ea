import { handleBrandFile } from "@/lib/http/brand-file";

export async function GET(_request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  return handleBrandFile((await params).file);
}
