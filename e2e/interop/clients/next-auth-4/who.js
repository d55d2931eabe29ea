import { getServerSession } from "next-auth/next";
import { options } from "../../options.js";

export default async function who(request, response) {
  const session = await getServerSession(request, response, options);
  if (!session) return response.send("nobody");
  const { name, email, groups } = session.user;
  response.send(`${name} ${email}, in ${groups.join(", ") || "no group"}`);
}
