// An expert on matrix-js-sdk, the library under Element: `node js_expert.mjs SERVER USER PASSWORD`.
// Says a line of JSON for each message that it shows; is told on its input to answer in the thread, react, look, write.
import readline from "node:readline";
import * as sdk from "matrix-js-sdk";
import { logger } from "matrix-js-sdk/lib/logger.js";

logger.disableAll?.();
const [server, user, password] = process.argv.slice(2);
const say = (told) => process.stdout.write(JSON.stringify(told) + "\n");
const door = sdk.createClient({ baseUrl: server });
const found = await door.loginRequest({ type: "m.login.password", identifier: { type: "m.id.user", user }, password });
const client = sdk.createClient({
    baseUrl: server, userId: found.user_id, accessToken: found.access_token, deviceId: found.device_id, timelineSupport: true,
});
let last = null;

client.on(sdk.RoomMemberEvent.Membership, async (event, member) => {
    if (member.userId === client.getUserId() && member.membership === "invite") await client.joinRoom(member.roomId);
});
client.on(sdk.RoomEvent.Timeline, (event, room, toStart) => {
    if (toStart || event.getSender() === client.getUserId() || event.getType() !== "m.room.message") return;
    last = event;
    const pings = client.getPushActionsForEvent(event);
    say({ read: event.getContent().body, thread: event.threadRootId ?? "", rings: Boolean(pings?.tweaks?.highlight) });
});
readline.createInterface({ input: process.stdin }).on("line", async (line) => {
    const { word, text } = JSON.parse(line);
    const room = last.getRoomId(), root = last.threadRootId ?? last.getId();
    if (word === "answer") await client.sendTextMessage(room, root, text);
    if (word === "react") await client.sendEvent(room, null, "m.reaction", {
        "m.relates_to": { rel_type: "m.annotation", event_id: last.getId(), key: text } });
    if (word === "look") await client.sendReadReceipt(last);
    if (word === "write") await client.sendTyping(room, true, 20000);
    say({ done: word });
}).on("close", () => process.exit(0));
await client.startClient({ initialSyncLimit: 20, threadSupport: true });
client.once(sdk.ClientEvent.Sync, () => say({ ready: found.user_id }));
