import { handlePasskeyOffer } from "@/lib/account/passkey-offer";

export function POST(request: Request): Promise<Response> {
  return handlePasskeyOffer(request);
}
