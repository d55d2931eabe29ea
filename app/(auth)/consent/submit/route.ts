import { handleConsent } from "@/lib/auth/handle-consent";

export function POST(request: Request): Promise<Response> {
  return handleConsent(request);
}
