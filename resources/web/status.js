// Looks every half minute whether something happened, and shows it; never while somebody is writing.
"use strict";
(() => {
  const version = document.body.dataset.version;
  let touched = false;
  document.addEventListener("input", () => { touched = true; });
  const look = async () => {
    if (document.hidden || touched) return;
    try {
      const answer = await fetch(location.pathname + ".json", { cache: "no-store" });
      if (answer.status === 404) return location.reload();
      if (!answer.ok) return;
      const found = await answer.json();
      const open = document.querySelector("details[open]");
      if (String(found.version) !== version || (!open && !found.stale)) location.reload();
    } catch {
      // Off the network: the page stays as it is, with the time of its data at the foot.
    }
  };
  setInterval(look, 30000);
  document.addEventListener("visibilitychange", look);
})();
