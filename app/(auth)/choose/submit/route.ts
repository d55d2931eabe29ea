import { handleChoose } from "@/lib/auth/handle-choose";

export function POST(request: Request): Promise<Response> {
  return handleChoose(request);
}
