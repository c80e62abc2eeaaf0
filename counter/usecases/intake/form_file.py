"""A checked submission as the form file that is kept, and the digest of what was signed."""

import hashlib
import json
from collections.abc import Mapping

from forms.submission import Submission


def form_of(submission: Submission) -> dict[str, object]:
    """Return the submission as a form file with its stored values."""

    def clean(values: Mapping[str, object]) -> dict[str, object]:
        return {key: value for key, value in values.items() if value not in ("", None, (), [], {})}

    parties: list[dict[str, object]] = []
    for party in submission.parties:
        one = clean(
            {
                "role": party.role, "type": party.type, "name": party.name,
                "id_type": party.id_type, "id_number": party.id_number, "phone": party.phone,
                "address": party.address, "share": party.share,
            }
        )  # fmt: skip
        if party.agent is not None:
            agent = party.agent
            one["agent"] = {
                "name": agent.name, "id_type": agent.id_type, "id_number": agent.id_number,
                "phone": agent.phone, "letter": agent.letter, "authority": list(agent.authority),
            }  # fmt: skip
        parties.append(one)
    return clean(
        {
            "package": submission.package,
            "items": [item.code for item in submission.items],
            "parties": parties,
            "answers": dict(submission.answers),
            "materials": [
                clean(
                    {
                        "code": m.code, "form": m.form, "copies": m.copies, "pages": m.pages,
                        "due": m.due.isoformat() if m.due else None,
                    }
                )
                for m in submission.materials
            ],
            "commitments": list(submission.commitments),
            "green_channel": submission.green_channel,
            "channel": submission.channel,
            "project": submission.project,
            "delivery": dict(submission.delivery),
            "ticket_no": submission.ticket_no,
            "appointment_no": submission.appointment_no,
            "first_responder": submission.first_responder,
            "external_refs": [dict(one) for one in submission.external_refs],
            "on_behalf_of": submission.on_behalf_of,
            "confirmed": list(submission.confirmed),
            "signature": {"method": submission.signature},
            "decisions": {
                code: clean({"outcome": d.outcome, "reason": d.reason, "authority": d.authority})
                for code, d in submission.decisions.items()
            },
        }
    )  # fmt: skip


def digest_of(form: Mapping[str, object]) -> str:
    """Return the digest of a form's content; the printed form carries its head."""
    text = json.dumps(form, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
