import { handleCode } from "@/lib/auth/handle-second-factor";

export function POST(request: Request): Promise<Response> {
  return handleCode(request);
}
