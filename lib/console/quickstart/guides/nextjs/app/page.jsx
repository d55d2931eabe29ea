import { auth, signIn, signOut } from "../auth.js";

async function enter() {
  "use server";
  await signIn("portal");
}

async function leave() {
  "use server";
  await signOut();
}

export default async function Page() {
  const session = await auth();
  if (!session) {
    return (
      <form action={enter}>
        <p>nobody</p>
        <button type="submit">Sign in</button>
      </form>
    );
  }
  const { name, email, groups } = session.user;
  return (
    <form action={leave}>
      <p>
        {name} {email}, in {groups.join(", ") || "no group"}
      </p>
      <button type="submit">Sign out</button>
    </form>
  );
}
