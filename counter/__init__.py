"""The counter: rules in ``domain``, verbs in ``usecases``, fronts in ``ui``, ``web`` and ``cli``.

Imports point inwards: ``wiring`` connects the tools to the ``App`` that use cases are given, and only ``cli`` knows it;
fronts know use cases, use cases know ``forms`` and ``domain``; SQL lives in ``db``, PDF in ``printing``, Qt in
``counter.ui``, HTTP in ``counter.web``, card readers, scan folders, keys and workbooks in ``counter.devices``.
"""
