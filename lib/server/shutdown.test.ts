import { once } from "node:events";
import { createServer, get } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { expect, it } from "vitest";
import { createShutdown } from "./shutdown.mjs";

async function startServer(answerAfter: Promise<void>) {
  const shutdown = createShutdown();
  const server = createServer(async (_request, response) => {
    shutdown.track(response);
    await answerAfter;
    response.end("answered");
  });
  server.on("upgrade", (_request, socket) => {
    shutdown.trackUpgraded(socket);
    socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { shutdown, server, port: (server.address() as AddressInfo).port };
}

async function upgrade(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => socket.destroy());
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  await once(socket, "data");
  return socket;
}

it("ends although a page's WebSocket is open", async () => {
  const { shutdown, server, port } = await startServer(Promise.resolve());
  const socket = await upgrade(port);
  const ended = once(socket, "close");
  await shutdown.stopServer(server);
  await ended;
  expect(server.listening).toBe(false);
});

it("lets a request in flight finish, beside a WebSocket", async () => {
  let answer = () => {};
  const { shutdown, server, port } = await startServer(
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  const reached = once(server, "request");
  const request = get({ port, host: "127.0.0.1" });
  await reached;
  await upgrade(port);
  const stopped = shutdown.stopServer(server);
  answer();
  const [response] = await once(request, "response");
  let text = "";
  for await (const chunk of response) text += chunk;
  expect(text).toBe("answered");
  await stopped;
});
