import { handleKeepAccount } from "@/lib/auth/keep-account";

export function POST(request: Request): Promise<Response> {
  return handleKeepAccount(request);
}
