// Takes the photo with the device's camera and puts it into the file box; without this file the box itself does it.
for (const form of document.querySelectorAll("[data-camera]")) {
  const start = form.querySelector("[data-camera-start]");
  const stage = form.querySelector("[data-camera-stage]");
  const picture = form.querySelector("[data-camera-picture]");
  const box = form.querySelector("input[type=file]");
  if (!navigator.mediaDevices?.getUserMedia || !start) continue;
  start.hidden = false;

  start.addEventListener("click", async () => {
    try {
      picture.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user", width: 1280 } });
    } catch {
      start.hidden = true; // no camera, or not allowed: the file box remains
      box.focus();
      return;
    }
    await picture.play();
    stage.hidden = false;
    start.hidden = true;
    form.querySelector("[data-camera-take]").focus();
  });

  form.querySelector("[data-camera-take]").addEventListener("click", () => {
    const canvas = document.createElement("canvas");
    canvas.width = picture.videoWidth;
    canvas.height = picture.videoHeight;
    canvas.getContext("2d").drawImage(picture, 0, 0);
    for (const track of picture.srcObject.getTracks()) track.stop();
    canvas.toBlob((blob) => {
      const files = new DataTransfer();
      files.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
      box.files = files.files;
      form.requestSubmit();
    }, "image/jpeg", 0.92);
  });
}
