import { auth } from "../auth.js";

export default async function Page() {
  const session = await auth();
  if (!session) return <p>nobody</p>;
  const { name, email, groups } = session.user;
  return (
    <p>
      {name} {email}, in {groups.join(", ") || "no group"}
    </p>
  );
}
