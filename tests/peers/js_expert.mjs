// An expert on matrix-js-sdk, the library under Element: `node js_expert.mjs SERVER USER PASSWORD [keys]`.
// Says a line of JSON for each message that it shows; is told on its input to answer in the thread, react, look, write.
import readline from "node:readline";
import * as sdk from "matrix-js-sdk";
import { logger } from "matrix-js-sdk/lib/logger.js";

logger.disableAll?.();
const [server, user, password, keys] = process.argv.slice(2);
const say = (told) => process.stdout.write(JSON.stringify(told) + "\n");
const door = sdk.createClient({ baseUrl: server });
const found = await door.loginRequest({ type: "m.login.password", identifier: { type: "m.id.user", user }, password });
const client = sdk.createClient({
    baseUrl: server, userId: found.user_id, accessToken: found.access_token, deviceId: found.device_id, timelineSupport: true,
});
if (keys) await client.initRustCrypto({ useIndexedDB: false });
let last = null;
// As Element shows one: by the download that asks for a log-in.
const sizeOf = async (url) => (await (await fetch(client.mxcUrlToHttp(url, undefined, undefined, undefined, false, true, true),
    { headers: { Authorization: `Bearer ${found.access_token}` } })).arrayBuffer()).byteLength;
const PIXEL = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

client.on(sdk.RoomMemberEvent.Membership, async (event, member) => {
    if (member.userId === client.getUserId() && member.membership === "invite") await client.joinRoom(member.roomId);
});
const shows = async (event) => {
    if (event.getSender() === client.getUserId() || event.getType() !== "m.room.message") return;
    if (event.getRelation()?.rel_type !== "m.replace") last = event;
    const pings = client.getPushActionsForEvent(event);
    const { url, filename } = event.getContent();
    const more = url ? { file: filename, bytes: await sizeOf(url) } : {};
    say({ ...more, read: event.getContent().body, thread: event.threadRootId ?? "", rings: Boolean(pings?.tweaks?.highlight),
        sealed: event.isEncrypted(), edits: event.getRelation()?.event_id ?? "" });
};
client.on(sdk.RoomEvent.Timeline, (event, room, toStart) => toStart || shows(event));
client.on(sdk.MatrixEventEvent.Decrypted, shows);
readline.createInterface({ input: process.stdin }).on("line", async (line) => {
    const { word, text } = JSON.parse(line);
    if (word === "invite") {  // into an encrypted room of their own
        const { room_id } = await client.createRoom({ preset: "private_chat", invite: [text], initial_state: [
            { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } }] });
        last = { getRoomId: () => room_id };
    }
    if (word === "say") await client.sendTextMessage(last.getRoomId(), text);
    if (word === "invite" || word === "say") return say({ done: word });
    const room = last.getRoomId(), root = last.threadRootId ?? last.getId();
    if (word === "answer") await client.sendTextMessage(room, root, text);
    if (word === "react") await client.sendEvent(room, null, "m.reaction", {
        "m.relates_to": { rel_type: "m.annotation", event_id: last.getId(), key: text } });
    if (word === "picture") {
        const { content_uri: url } = await client.uploadContent(PIXEL, { type: "image/png", name: text });
        await client.sendMessage(room, root, { msgtype: "m.image", body: text, url, info: { mimetype: "image/png", w: 1, h: 1 } });
    }
    if (word === "look") await client.sendReadReceipt(last);
    if (word === "write") await client.sendTyping(room, true, 20000);
    say({ done: word });
}).on("close", () => process.exit(0));
await client.startClient({ initialSyncLimit: 20, threadSupport: true });
client.once(sdk.ClientEvent.Sync, () => say({ ready: found.user_id }));
const ours = () => client.getCrypto().getUserDeviceInfo([found.user_id], true);
while (keys && !(await ours()).get(found.user_id)?.has(found.device_id)) await new Promise((go) => setTimeout(go, 100));
say({ published: Boolean(keys) });
