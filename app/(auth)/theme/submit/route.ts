import { handleTheme } from "@/lib/auth/handle-theme";

export function POST(request: Request): Promise<Response> {
  return handleTheme(request);
}
