"""An order desk with the official Python library: the app under test.

Nothing in it knows of the emulator: STRIPE_API_BASE is its address, as it would be Stripe's.
Also read: STRIPE_KEY, STRIPE_WEBHOOK_SECRET, PORT (0 picks a free one).
"""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

import stripe

stripe.api_key = os.environ["STRIPE_KEY"]
stripe.api_base = os.environ.get("STRIPE_API_BASE", stripe.api_base)
stripe.upload_api_base = stripe.api_base
# The library sends an idempotency key with each POST, so that its retries pay once.
stripe.max_network_retries = 2
WEBHOOK_SECRET = os.environ["STRIPE_WEBHOOK_SECRET"]

# Webhooks may overtake each other: an order never goes back.
RANK = {"pending": 0, "paid": 1, "refunded": 2}

orders = {}
lock = Lock()


def advance(order_id, status, amount):
    with lock:
        known = orders.get(order_id)
        if known is None or RANK[known["status"]] < RANK[status]:
            orders[order_id] = {"id": order_id, "amount": amount, "status": status}


def create_order(amount, payment_method):
    intent = stripe.PaymentIntent.create(
        amount=amount,
        currency="usd",
        payment_method=payment_method,
        confirm=True,
        automatic_payment_methods={"enabled": True, "allow_redirects": "never"},
    )
    advance(intent.id, "pending", amount)
    return orders[intent.id]


def take_event(event):
    thing = event["data"]["object"]
    if event["type"] == "payment_intent.succeeded":
        advance(thing["id"], "paid", thing["amount"])
    if event["type"] == "charge.refunded" and thing["payment_intent"]:
        advance(thing["payment_intent"], "refunded", thing["amount"])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self):
        payload = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/webhooks":
            self.webhook(payload)
        elif self.path == "/orders":
            self.answer(200, create_order(**json.loads(payload)))
        elif self.path.startswith("/orders/") and self.path.endswith("/refund"):
            refund = stripe.Refund.create(payment_intent=self.path.split("/")[2])
            self.answer(200, {"id": refund.id, "status": refund.status})
        else:
            self.answer(404, {"error": "nothing here"})

    def webhook(self, payload):
        try:
            event = stripe.Webhook.construct_event(payload, self.headers.get("Stripe-Signature"), WEBHOOK_SECRET)
        except (ValueError, stripe.error.SignatureVerificationError):
            self.answer(400, {"error": "wrong signature"})
            return
        take_event(event)
        self.answer(200, {"received": True})

    def do_GET(self):
        if self.path == "/orders":
            self.answer(200, list(orders.values()))
            return
        order = orders.get(self.path.rpartition("/")[2])
        self.answer(200 if order else 404, order or {"error": "no such order"})

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "3000"))), Handler)
    print(f"listening on http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()
