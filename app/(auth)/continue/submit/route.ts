import { handleContinue } from "@/lib/auth/handle-consent";

export function POST(request: Request): Promise<Response> {
  return handleContinue(request);
}
