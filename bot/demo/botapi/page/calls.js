// Calls to the server. A refusal is a sentence, and it is shown.

const SILENT = "The demo does not answer. Is it still running?";

export async function post(address, body, say) {
  const isForm = body instanceof FormData;
  const headers = isForm ? {} : { "Content-Type": "application/json" };
  return answered(() => fetch(address, { method: "POST", headers, body: isForm ? body : JSON.stringify(body) }), say);
}

export async function get(address) {
  return answered(() => fetch(address), () => {});
}

// The answer, or null after a refusal.
async function answered(ask, say) {
  try {
    const response = await ask();
    const body = await response.json();
    if (response.ok) return body;
    say(body.error ?? SILENT);
  } catch {
    say(SILENT);
  }
  return null;
}
