import { auth } from "../auth.js";

export default async function Page() {
  const session = await auth();
  return <p>{session ? `${session.user.name} ${session.user.email}` : "nobody"}</p>;
}
