import { handleReport } from "@/lib/auth/handle-report";

export function POST(request: Request): Promise<Response> {
  return handleReport(request);
}
