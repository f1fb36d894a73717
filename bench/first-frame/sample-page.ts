/**
 * The least that is a call: two pages, one RTCPeerConnection each, descriptions and candidates over a
 * WebSocket. `join()` opens the socket; the second to come makes the offer.
 */
export const SAMPLE_PAGE = `<!doctype html>
<meta charset="utf-8">
<title>sample</title>
<video id="mine" autoplay playsinline muted></video>
<video id="other" aria-label="Other person's video" autoplay playsinline muted></video>
<button id="join" disabled>Join now</button>
<script>
  const media = { audio: true, video: {
    width: { ideal: 640, max: 1280 }, height: { ideal: 480, max: 720 }, frameRate: { ideal: 24, max: 30 } } };
  const button = document.getElementById('join');
  let stream;
  navigator.mediaDevices.getUserMedia(media).then((got) => {
    stream = got;
    document.getElementById('mine').srcObject = stream;
    button.disabled = false;
  });
  button.onclick = () => {
    const socket = new WebSocket('ws://' + location.host);
    const connection = new RTCPeerConnection();
    const send = (message) => socket.send(JSON.stringify(message));
    for (const track of stream.getTracks()) connection.addTrack(track, stream);
    connection.onicecandidate = ({ candidate }) => { if (candidate) send({ candidate }); };
    connection.ontrack = ({ streams: [theirs] }) => {
      const video = document.getElementById('other');
      if (video.srcObject !== theirs) video.srcObject = theirs;
    };
    const describe = async () => {
      await connection.setLocalDescription();
      send({ description: connection.localDescription });
    };
    socket.onmessage = async ({ data }) => {
      const message = JSON.parse(data);
      if (message.present === 2) await describe();
      if (message.present) button.textContent = 'Waiting';
      if (message.candidate) await connection.addIceCandidate(message.candidate);
      if (message.description) {
        await connection.setRemoteDescription(message.description);
        if (message.description.type === 'offer') await describe();
      }
    };
  };
</script>`;
