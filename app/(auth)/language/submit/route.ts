import { handleLanguage } from "@/lib/auth/handle-language";

export function POST(request: Request): Promise<Response> {
  return handleLanguage(request);
}
